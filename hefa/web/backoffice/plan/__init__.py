"""新增維護活動: activities, their 期別, topics, attachments, and what is cancelled."""
