from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.wishes import Wishes, wishes_of
from motion_assets.core.prompts.reading import Evidence, Reading


def wished(slot: str, *told: tuple[str, str]) -> Wishes:
    """Wishes of a prompt whose words, the second of each pair, stand for values of one slot."""
    claims = [Evidence(slot, value, 0, 5, text, "s", "lexicon", 0.9, "row") for value, text in told]
    slots = {slot: tuple(value for value, _ in told)}
    reading = Reading("a prompt", "en", slots, tuple(claims), (), (), "test")
    return wishes_of(ClipRequest(prompt="a prompt"), reading)


def test_words_that_stand_for_two_values_ask_for_one_and_say_so():
    wishes = wished("audio_mood", ("dark", "menacing"), ("ominous", "menacing"))
    asked = [(wish.value, wish.reason) for wish in wishes.asked("sound.mood")]
    assert asked == [("dark", 'the prompt says "menacing", which could be ominous too')]


def test_different_words_ask_for_both_values():
    wishes = wished("audio_mood", ("dark", "gloomy"), ("ominous", "menacing"))
    assert [wish.value for wish in wishes.asked("sound.mood")] == ["dark", "ominous"]


def test_two_lights_that_contradict_each_other_are_both_asked_for():
    wishes = wished("lighting", ("bright", "bright"), ("dark", "gloomy"))
    assert [wish.value for wish in wishes.asked("lighting.key_intensity")] == ["1.25", "0.5"]


def test_a_place_may_be_two_settings_by_one_word():
    wishes = wished("setting", ("ocean", "sea"), ("nature", "sea"))
    assert [wish.value for wish in wishes.asked("settings")] == ["ocean", "nature"]
