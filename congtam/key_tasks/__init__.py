"""Key tasks of leaders: proposed, screened, consolidated, appraised, decided, assigned, judged."""
