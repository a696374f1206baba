from django.db import migrations

# A trigger and not a revoked right: the application's own role made the table, and could grant it back to itself
# without noticing. Whoever must remove rows (an erased chain after its retention) has to say so with DDL.
REFUSE = """
CREATE FUNCTION public.audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON public.audit_entry
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
"""
ALLOW = """
DROP TRIGGER audit_append_only ON public.audit_entry;
DROP FUNCTION public.audit_refuse();
"""


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
