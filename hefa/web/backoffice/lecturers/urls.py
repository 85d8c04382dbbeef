"""The addresses of 維護講師 and 查詢講師資料庫."""

from django.urls import path

from hefa.web.backoffice.lecturers import directory, lecturers, teaching

urlpatterns = [
    path("lecturers/", lecturers.lecturers, name="lecturers"),
    path("lecturers/search/", lecturers.lecturer_search, name="lecturer_search"),
    path("lecturers/new/", lecturers.new_lecturer, name="new_lecturer"),
    path("lecturers/<uuid:public_id>/", lecturers.lecturer, name="lecturer"),
    path("lecturers/<uuid:public_id>/change/", lecturers.lecturer_change, name="lecturer_change"),
    path("lecturers/<uuid:public_id>/retirement/", lecturers.lecturer_retirement, name="lecturer_retirement"),
    path("lecturer-directory/", directory.lecturer_directory, name="lecturer_directory"),
    path("lecturer-directory/search/", directory.directory_search, name="directory_search"),
    path("offerings/<uuid:public_id>/lecturers/", teaching.teaching, name="teaching"),
]
