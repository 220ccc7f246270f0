"""Who is on call: schedules in files and calendars, fetched ones kept beside the log; knows no incident, no screen."""
