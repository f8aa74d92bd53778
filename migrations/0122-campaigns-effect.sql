-- Campaigns: measuring waves on the roster (baseline, endline, between the steps, renewal) and their answers.

create table campaigns.wave (
  id uuid not null,
  campaign_id uuid not null,
  kind text not null,
  opens date not null,
  closes date not null,
  share numeric not null,
  seed text not null,
  drawn integer not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint wave_pkey primary key (id),
  constraint wave_campaign_fkey foreign key (campaign_id) references campaigns.campaign (id),
  constraint wave_kind_check check (kind in ('baseline', 'between', 'endline', 'renewal')),
  constraint wave_days_check check (opens <= closes),
  constraint wave_share_check check (share > 0 and share <= 1)
);
comment on table campaigns.wave is 'A measuring of knowledge, attitude and practice on a part of the roster, drawn from seed. renewal: four months later, whether it is still understood.';
create index wave_campaign_idx on campaigns.wave (campaign_id, opens);

create table campaigns.wave_answer (
  wave_id uuid not null,
  line_id uuid not null,
  unit_id uuid not null,
  step integer not null,
  told boolean not null,
  answered_at timestamptz,
  knowledge numeric,
  attitude numeric,
  practice numeric,
  understood boolean,
  constraint wave_answer_pkey primary key (wave_id, line_id),
  constraint wave_answer_wave_fkey foreign key (wave_id) references campaigns.wave (id),
  constraint wave_answer_line_fkey foreign key (line_id) references campaigns.line (id),
  constraint wave_answer_unit_fkey foreign key (unit_id) references kernel.unit (id),
  constraint wave_answer_range_check check (knowledge between 0 and 1 and attitude between 1 and 5 and practice between 1 and 5)
);
comment on table campaigns.wave_answer is 'A person drawn for a wave and, once answered, the share of right answers (0 to 1) and the means on scales of 1 to 5. told: whether the unit had started by then. unit_id: the unit right below that of the campaign. Only groups are shown.';
create index wave_answer_line_idx on campaigns.wave_answer (line_id);

grant select, insert, update on campaigns.wave, campaigns.wave_answer to khue_app;
