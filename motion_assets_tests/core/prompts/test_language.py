import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("un océano tranquilo al atardecer", "es"),
        ("une rue sombre sous la pluie", "fr"),
        ("ein ruhiger Ozean bei Sonnenuntergang", "de"),
        ("un gatto nero nella neve", "it"),
        ("um oceano calmo ao por do sol", "pt"),
        ("spokojna plaza o swicie, powolne fale", "pl"),
        ("une foret sombre, la camera avance lentement", "fr"),
        ("lento zoom hacia la puerta", "es"),
        ("夕暮れの静かな海", "ja"),
        ("黄昏时分平静的海洋", "zh"),
        ("해질녘 고요한 바다", "ko"),
        ("спокойный океан на закате", "ru"),
        ("спокійний океан на заході сонця", "uk"),
        ("محيط هادئ عند الغروب", "ar"),
        ("ים רגוע בשקיעה", "he"),
    ],
)
def test_another_language_is_named_and_nothing_else_is_claimed(prompt, code):
    reading = interpret(prompt)
    assert dict(reading.slots) == {"language": (code,)}
    assert "please write the prompt in English" in reading.notice
    assert (reading.negations, reading.unresolved) == ((), ())


@pytest.mark.parametrize(
    "prompt",
    [
        "soft piano",
        "a café in Paris",
        "film noir alley",
        "tango in Buenos Aires",
        "mise en scene",
        "moody jazz, no vocals",
        "🔥🔥🔥",
        "",
        "   ",
        "42",
    ],
)
def test_english_with_loans_and_wordless_prompts_are_read(prompt):
    reading = interpret(prompt)
    assert (reading.language, reading.notice) == ("en", "")
    assert "language" not in reading.slots
