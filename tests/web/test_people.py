"""Users and groups, for administrators; my own settings, for everybody."""

import re

from tests.conftest import PASSWORD
from tests.web.test_sign_in import sign_in


def test_a_user_is_made_put_into_a_group_and_signs_in(visit):
    dave = visit("dave")
    sent = {
        "username": "mallory",
        "display_name": "Mallory",
        "password": "long enough",
        "roles": ["agent"],
        "groups": ["finance"],
    }
    assert dave.post("/users/new", sent).location == "/users/mallory"
    assert "Mallory" in dave.get("/users?q=mall").text
    assert "Mallory" in dave.get("/groups/finance").text
    assert sign_in(visit(None), "mallory", "long enough").status_code == 303


def test_a_user_that_cannot_be_is_refused_beside_the_field(visit):
    dave = visit("dave")
    answer = dave.post("/users/new", {"username": "a b", "display_name": "Kept"})
    assert answer.status_code == 422
    assert 'aria-describedby="d-username"' in answer.text
    assert 'value="Kept"' in answer.text
    taken = dave.post("/users/new", {"username": "bob"})
    assert taken.status_code == 422
    assert "exists already" in taken.text


def test_a_deactivated_user_is_out_at_once(visit):
    bob, dave = visit("bob"), visit("dave")
    assert bob.get("/work").status_code == 200
    assert dave.post("/users/bob", {"display_name": "Bob"}).status_code == 303
    assert bob.get("/work").status_code == 303


def test_the_last_administrator_stays(visit):
    answer = visit("dave").post("/users/dave", {"display_name": "Dave"})
    assert answer.status_code == 409
    assert "last administrator" in answer.text


def test_a_group_is_made_renamed_and_filled(visit):
    dave = visit("dave")
    assert dave.post("/groups", {"key": "legal"}).location == "/groups/legal"
    assert dave.post("/groups/legal", {"name": "法务"}).status_code == 303
    assert dave.post("/groups/legal/members", {"username": "bob"}).status_code == 303
    page = dave.get("/groups/legal").text
    assert "法务" in page
    assert "Bob" in page
    unknown = dave.post("/groups/legal/members", {"username": "nobody"})
    assert unknown.status_code == 422
    assert dave.post("/groups/legal/members/bob/remove").status_code == 303
    assert "Bob" not in dave.get("/groups/legal").text


def test_my_password_needs_the_old_one_and_signs_others_out(visit):
    bob, elsewhere = visit("bob"), visit("bob")
    new = {"password": "another one", "again": "another one"}
    wrong = bob.post("/me/password", {"old_password": "guess", **new})
    assert wrong.status_code == 422
    assert 'id="d-old_password"' in wrong.text
    unlike = bob.post(
        "/me/password", {"old_password": PASSWORD, **new, "again": "other"}
    )
    assert unlike.status_code == 422
    assert (
        bob.post("/me/password", {"old_password": PASSWORD, **new}).status_code == 303
    )
    assert bob.get("/work").status_code == 200
    assert elsewhere.get("/work").status_code == 303


def test_another_browser_is_signed_out_from_here(visit):
    bob, elsewhere = visit("bob"), visit("bob")
    page = bob.get("/me").text
    other = re.search(r"/me/sessions/(\w+)/revoke", page)[1]
    assert bob.post(f"/me/sessions/{other}/revoke").status_code == 303
    assert elsewhere.get("/work").status_code == 303
    assert visit("carol").post(f"/me/sessions/{other}/revoke").status_code == 404


def test_a_token_is_shown_once_works_and_is_revoked(visit, house):
    bob = visit("bob")
    page = bob.post("/me/tokens", {"name": "shop", "days": "30"}).text
    secret = re.search(r'class="secret">([^<]+)<', page)[1]
    assert secret not in bob.get("/me").text
    bearer = {"Authorization": f"Bearer {secret}"}
    api = house.test_client()
    assert api.get("/api/v1/work-items", headers=bearer).status_code == 200
    token_id = re.search(r"/me/tokens/(\d+)/revoke", bob.get("/me").text)[1]
    assert visit("carol").post(f"/me/tokens/{token_id}/revoke").status_code == 404
    assert bob.post(f"/me/tokens/{token_id}/revoke").status_code == 303
    assert api.get("/api/v1/work-items", headers=bearer).status_code == 401
    assert bob.post("/me/tokens", {"name": ""}).status_code == 422
