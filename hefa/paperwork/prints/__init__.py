"""What is printed or opened in a workbook: one file a paper, with typst templates and tables."""
