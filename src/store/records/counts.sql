select 'survey-answers', count(*) from live_survey_answer
union all select 'quality-measures', count(*) from live_quality_measure
union all select 'authorizations', count(*) from live_authorization
union all select 'expenses', count(*) from live_expense_total
union all select 'contacts', count(*) from live_contact
