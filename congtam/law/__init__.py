"""The law as dated data: one YAML file per commencement day, golden cases beside it. No code lives here."""
