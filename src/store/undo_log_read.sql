select sql from undo_log order by id desc
