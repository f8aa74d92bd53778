-- Campaigns: whoever hands a message or a campaign back says why; people who already stand in several campaigns are asked from a later day on.

alter table campaigns.message_version
  add column handed_back text,
  add column handed_back_at timestamptz,
  add column handed_back_by uuid,
  add constraint message_version_handed_back_check check (num_nonnulls(handed_back, handed_back_at) in (0, 2)),
  add constraint message_version_handed_back_by_check check (handed_back_by is null or handed_back is not null);
comment on column campaigns.message_version.handed_back is 'Why the second person last handed this version back to its author; of use until it is approved.';
comment on column campaigns.message_version.handed_back_at is 'When it was last handed back.';
comment on column campaigns.message_version.handed_back_by is 'Who last handed it back.';

alter table campaigns.campaign
  add column handed_back text,
  add column handed_back_at timestamptz,
  add column handed_back_by uuid,
  add column tired_from date,
  add constraint campaign_handed_back_check check (num_nonnulls(handed_back, handed_back_at) in (0, 2)),
  add constraint campaign_handed_back_by_check check (handed_back_by is null or handed_back is not null),
  add constraint campaign_tired_from_check check (tired_from is null or (tired_from > starts and tired_from <= ends));
comment on column campaigns.campaign.handed_back is 'Why the second person last handed this campaign back to whoever prepared it; of use until it is approved.';
comment on column campaigns.campaign.handed_back_at is 'When it was last handed back.';
comment on column campaigns.campaign.handed_back_by is 'Who last handed it back.';
comment on column campaigns.campaign.tired_from is 'From which day people are asked who stand in too many running campaigns when they enter the roster; null: nobody is treated otherwise.';
