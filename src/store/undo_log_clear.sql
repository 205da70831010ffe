delete from undo_log
