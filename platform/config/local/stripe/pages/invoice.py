"""The page of one invoice, and the same as a PDF."""

from html import escape

from config.local.stripe.pages import layout
from config.local.stripe.pages.layout import Speaker
from config.local.stripe.store import Store, Thing

A4 = (595, 842)
LINE_PT = 18


def show(store: Store, invoice: Thing, speak: Speaker) -> str:
    currency = invoice["currency"]
    rows = "".join(
        f'<tr><td>{escape(row["description"] or "")}<br><span class="soft">'
        f"{speak('from_to', start=speak.day(row['period']['start']), end=speak.day(row['period']['end']))}</span></td>"
        f'<td class="money">{speak.money(row["amount"], currency)}</td></tr>'
        for row in invoice["lines"]["data"]
    )
    sums = "".join(
        f'<div class="row"><span>{label}</span><span>{speak.money(cents, currency)}</span></div>'
        for label, cents in _sums(invoice, speak)
    )
    title = speak("invoice", number=invoice["number"])
    body = (
        f"<h1>{title}</h1><section><p>{speak('bill_to')}: {escape(invoice['customer_name'] or '')} "
        f"{escape(invoice['customer_email'] or '')}</p>"
        f"<p>{speak('invoice_' + invoice['status'])} · {speak.day(invoice['created'])}</p>"
        f'<div class="scroll"><table>{rows}</table></div></section><section>{sums}</section>'
        f'<p><a href="/i/{invoice["id"]}/pdf">{speak("download")}</a></p>'
    )
    return layout.whole_page(speak, title, body)


def _sums(invoice: Thing, speak: Speaker) -> list[tuple[str, int]]:
    rows = [(speak("subtotal"), invoice["subtotal"])]
    off = sum(row["amount"] for row in invoice["total_discount_amounts"])
    if off:
        rows.append((speak("discount"), -off))
    rows.append((speak("total"), invoice["total"]))
    used = invoice["amount_due"] - invoice["total"]
    if used and invoice["total"] > 0:
        rows.append((speak("credit_used"), used))
    rows.append((speak("amount_due"), invoice["amount_due"]))
    return rows


def pdf(store: Store, invoice: Thing) -> bytes:
    """One A4 page; Chinese in a font that every reader of PDFs brings along."""
    speak = Speaker("en")

    def money(cents: int) -> str:
        return speak.money(cents, invoice["currency"])

    said = [
        "Huike (local stand-in for Stripe, no money moved)",
        f"Invoice {invoice['number']}   {speak.day(invoice['created'])}   {invoice['status']}",
        f"Bill to: {invoice['customer_name'] or ''} {invoice['customer_email'] or ''}",
        "",
    ]
    said += [f"{money(row['amount'])}   {row['description'] or ''}" for row in invoice["lines"]["data"][:32]]
    said += ["", *(f"{label}: {money(cents)}" for label, cents in _sums(invoice, speak))]
    return _document(said)


def _document(said: list[str]) -> bytes:
    drawn = ["BT /F1 11 Tf", f"50 {A4[1] - 60} Td", f"{LINE_PT} TL"]
    for text in said:
        drawn.append(f"<{text[:90].encode('utf-16-be').hex()}> Tj T*")
    stream = "\n".join([*drawn, "ET"]).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] "
            b"/FontDescriptor 7 0 R >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
            b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail
