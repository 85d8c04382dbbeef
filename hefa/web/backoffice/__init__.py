"""學習資訊維護: the organiser's back office. Every object is fetched through the officer who asks."""
