-- Campaigns: what nobody was told of yet can be taken back: drafts of campaigns and messages, files of drafts, group sessions that were not held.

grant delete on campaigns.campaign, campaigns.message, campaigns.message_version, campaigns.message_file, campaigns.item, campaigns.gathering to khue_app;
