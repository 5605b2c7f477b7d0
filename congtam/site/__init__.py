"""The house as a whole: the console command now, the web site above it; the only place that knows every part."""
