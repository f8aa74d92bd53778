-- Campaigns: a measuring wave that was begun by mistake is taken back while nobody has answered.

grant delete on campaigns.wave, campaigns.wave_answer to khue_app;
