"""Users, groups and tokens by REST."""


def test_an_administrator_lets_somebody_in_who_then_has_work(call, item):
    body = {"username": "judy", "groups": ["finance"], "roles": ["agent"]}
    made = call("dave", "POST", "/users", json=body)
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/users/judy")
    token = {"name": "till", "for_user": "judy"}
    secret = call("dave", "POST", "/tokens", json=token).json["token"]
    way_in = {"Authorization": f"Bearer {secret}"}

    def inbox():
        answer = call(None, "GET", "/work-items?view=groups", headers=way_in)
        return [row["id"] for row in answer.json["items"]]

    assert inbox() == []
    assert call("dave", "PUT", "/groups/sales/members/judy").status_code == 204
    assert inbox() == [item]
    assert call("dave", "DELETE", "/groups/sales/members/judy").status_code == 204
    assert inbox() == []


def test_a_revoked_token_opens_nothing(call):
    made = call("alice", "POST", "/tokens", json={"name": "shop"}).json
    way_in = {"Authorization": f"Bearer {made['token']}"}
    assert call(None, "GET", "/me", headers=way_in).json["username"] == "alice"
    assert call("alice", "DELETE", f"/tokens/{made['id']}").status_code == 204
    assert call(None, "GET", "/me", headers=way_in).status_code == 401
    listed = call("alice", "GET", "/tokens").json["items"]
    assert made["id"] not in [row["id"] for row in listed]


def test_no_answer_shows_a_hash(call):
    call("alice", "POST", "/tokens", json={"name": "shop"})
    for path in ("/tokens", "/me"):
        assert "hash" not in call("alice", "GET", path).text


def test_an_existing_name_is_a_conflict(call):
    body = {"key": "sales", "name": "Again"}
    answer = call("dave", "POST", "/groups", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "already-exists")


def test_a_group_is_renamed_and_its_members_are_listed(call):
    renamed = call("dave", "PATCH", "/groups/sales", json={"name": "Sales"})
    assert renamed.json["name"] == "Sales"
    members = call("dave", "GET", "/groups/sales/members").json["items"]
    assert [row["username"] for row in members] == ["bob", "grace"]


def test_somebody_changes_his_own_password_by_showing_the_old_one(call):
    wrong = {"password": "a new long one", "old_password": "not this"}
    answer = call("alice", "PUT", "/users/alice/password", json=wrong)
    assert answer.json["errors"][0]["pointer"] == "/old_password"
    right = {"password": "a new long one", "old_password": "gongdan-test"}
    assert call("alice", "PUT", "/users/alice/password", json=right).status_code == 204


def test_the_last_administrator_stays_one(call):
    answer = call("dave", "PATCH", "/users/dave", json={"roles": []})
    assert (answer.status_code, answer.json["code"]) == (409, "last-administrator")
