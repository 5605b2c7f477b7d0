"""The console command `congtam`: JSON Lines in, JSON Lines out."""
