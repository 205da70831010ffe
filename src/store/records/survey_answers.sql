select date, question, score_e4, scale_max_e4 from live_survey_answer order by date, id
