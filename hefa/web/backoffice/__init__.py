"""The office: 學習資訊維護."""
