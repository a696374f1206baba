"""The pages a person sees: checkout, portal, invoice. Plain HTML, no scripts, in Chinese or English."""
