package message

import (
	"testing"
	"time"

	"roster/identity"
)

// The formats are those of the CLDR.
func TestFormats(t *testing.T) {
	t.Cleanup(func() { UseFormats("", "") })
	at := time.Date(2026, time.March, 4, 15, 6, 7, 0, time.Local)
	for tag, want := range map[string][4]string{
		"":            {"2026-03-04 15:06", "2026-03-04 15:06:07", "1,234", "1,234,567"},
		"C":           {"2026-03-04 15:06", "2026-03-04 15:06:07", "1,234", "1,234,567"},
		"xx_YY":       {"2026-03-04 15:06", "2026-03-04 15:06:07", "1,234", "1,234,567"},
		"en_US.UTF-8": {"3/4/2026 3:06 PM", "3/4/2026 3:06:07 PM", "1,234", "1,234,567"},
		"en":          {"3/4/2026 3:06 PM", "3/4/2026 3:06:07 PM", "1,234", "1,234,567"},
		"en_SG.UTF-8": {"04/03/2026 3:06 pm", "04/03/2026 3:06:07 pm", "1,234", "1,234,567"},
		"en-GB":       {"04/03/2026 15:06", "04/03/2026 15:06:07", "1,234", "1,234,567"},
		"en_CA":       {"2026-03-04 3:06 p.m.", "2026-03-04 3:06:07 p.m.", "1,234", "1,234,567"},
		"de_DE@euro":  {"04.03.2026 15:06", "04.03.2026 15:06:07", "1.234", "1.234.567"},
		"de_LU":       {"04.03.2026 15:06", "04.03.2026 15:06:07", "1.234", "1.234.567"},
		"de-CH":       {"04.03.2026 15:06", "04.03.2026 15:06:07", "1’234", "1’234’567"},
		"da_DK":       {"04.03.2026 15.06", "04.03.2026 15.06.07", "1.234", "1.234.567"},
		"es_ES":       {"4/3/2026 15:06", "4/3/2026 15:06:07", "1234", "1.234.567"},
		"sv_SE":       {"2026-03-04 15:06", "2026-03-04 15:06:07", "1\u00a0234", "1\u00a0234\u00a0567"},
		"hu_HU":       {"2026. 03. 04. 15:06", "2026. 03. 04. 15:06:07", "1\u00a0234", "1\u00a0234\u00a0567"},
		"ja_JP":       {"2026/03/04 15:06", "2026/03/04 15:06:07", "1,234", "1,234,567"},
		"zh-Hant-TW":  {"2026/3/4 下午3:06", "2026/3/4 下午3:06:07", "1,234", "1,234,567"},
	} {
		UseFormats(tag, tag)
		if got := [4]string{Time(at), Second(at), Number(1234), Number(1234567)}; got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
	UseFormats("en_US", "de_DE")
	if got, want := Time(at)+" "+Bytes(1_500_000), "3/4/2026 3:06 PM 1,5 MB"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every region's dates can be typed as they are written, with or without zeros, and as in ISO 8601.
func TestParseDate(t *testing.T) {
	t.Cleanup(func() { UseFormats("", "") })
	want, _ := identity.ParseDate("2026-03-04")
	for tag := range regions {
		UseFormats(tag, "")
		for _, text := range []string{Date(want), " " + Date(want) + " ", "2026-03-04"} {
			if got, ok := ParseDate(text); !ok || got != want {
				t.Errorf("%s: %q is %v, want %v", tag, text, got, want)
			}
		}
		for _, text := range []string{"", "x", "2026-02-30", "31.31.2026", "1e9"} {
			if got, ok := ParseDate(text); ok {
				t.Errorf("%s: %q is %v, want no day", tag, text, got)
			}
		}
	}
	for tag, text := range map[string]string{"de": "4.3.2026", "fr": "4/3/2026", "en": "03/04/2026", "hr": "4.3.2026."} {
		UseFormats(tag, "")
		if got, ok := ParseDate(text); !ok || got != want {
			t.Errorf("%s: %q is %v, want %v", tag, text, got, want)
		}
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2026, time.March, 30, 14, 0, 0, 0, time.Local)
	for want, ago := range map[string]time.Duration{
		"Just now": 59 * time.Second, "1 minute ago": 119 * time.Second, "2 minutes ago": 2 * time.Minute,
		"59 minutes ago": time.Hour - 1, "1 hour ago": time.Hour, "13 hours ago": 13*time.Hour + 59*time.Minute,
		"Yesterday": 15 * time.Hour, "2 days ago": 48 * time.Hour, "30 days ago": 30 * 24 * time.Hour,
		"2026-02-27": 31 * 24 * time.Hour, "2026-03-30 14:01": -time.Minute,
	} {
		if got := Ago(now.Add(-ago), now); got != want {
			t.Errorf("%v ago: got %q, want %q", ago, got, want)
		}
	}
	if got := Ago(time.Time{}, now); got != "Never" {
		t.Errorf("no time: got %q", got)
	}
	midnight := time.Date(2026, time.March, 30, 0, 10, 0, 0, time.Local)
	if got := Ago(midnight.Add(-20*time.Minute), midnight); got != "20 minutes ago" {
		t.Errorf("before midnight: got %q", got)
	}
}
