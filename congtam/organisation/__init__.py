"""Units of the State and the Party: their names, places in the tree and successors, all dated."""
