insert into survey_answer (import, date, question, score_e4, scale_max_e4)
values (?1, ?2, ?3, ?4, ?5)
