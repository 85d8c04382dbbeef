"""登錄 / 維護學習時數 of one offering."""
