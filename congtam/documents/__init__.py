"""Files people bring as evidence, and the official papers and workbooks the house writes."""
