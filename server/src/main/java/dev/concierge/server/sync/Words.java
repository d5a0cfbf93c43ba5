package dev.concierge.server.sync;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Text as the words it is found by: lower case, without accents, so that "ha noi" finds "Hà Nội". Scripts that put no spaces between words (Chinese,
 * Japanese, Korean, Thai and their like) are taken two letters at a time. Words hold letters and digits only, so they need no quoting in a query.
 */
final class Words {
    private static final int LONGEST = 40;
    private static final int MOST = 600;
    private static final int MOST_ASKED = 12;
    private static final int LONGEST_TEXT = 20_000;
    private static final int BEYOND_ASCII = 0x80;
    /** Of the scripts without spaces Thai comes first in Unicode. */
    private static final int FIRST_DENSE = 0x0E00;

    private final Set<String> found = new LinkedHashSet<>();
    private final int most;

    private Words(int most) {
        this.most = most;
    }

    /** The words of a record with a space between them, each once; at most 600, of the first 20,000 characters of each text. */
    static String of(String... texts) {
        Words words = new Words(MOST);
        for (String text : texts) {
            words.read(text);
        }
        return String.join(" ", words.found);
    }

    /**
     * A query ({@code tsquery}) for records that hold all the words; each may be the beginning of a longer one.
     *
     * @return empty when the text holds no word
     */
    static String query(String text) {
        Words words = new Words(MOST_ASKED);
        words.read(text);
        return words.found.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & "));
    }

    private void read(String text) {
        String plain = plain(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        int begin = 0;
        while (begin < plain.length() && found.size() < most) {
            int first = plain.codePointAt(begin);
            int end = begin;
            boolean dense = isDense(first);
            while (end < plain.length()
                    && Character.isLetterOrDigit(plain.codePointAt(end))
                    && isDense(plain.codePointAt(end)) == dense) {
                end += Character.charCount(plain.codePointAt(end));
            }
            if (end > begin) {
                add(plain.substring(begin, end), dense);
                begin = end;
            } else {
                begin += Character.charCount(first);
            }
        }
    }

    private void add(String run, boolean dense) {
        int[] letters = run.codePoints().toArray();
        if (!dense || letters.length < 3) {
            put(new String(letters, 0, Math.min(letters.length, LONGEST)));
            return;
        }
        for (int i = 0; i + 1 < letters.length; i++) {
            put(new String(letters, i, 2));
        }
    }

    private void put(String word) {
        if (found.size() < most) {
            found.add(word);
        }
    }

    /** Compatibility forms are taken apart, marks dropped; letters that no form takes apart are written out. */
    private static String plain(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(lower.length());
        for (int place = 0; place < lower.length(); place += Character.charCount(lower.codePointAt(place))) {
            int letter = lower.codePointAt(place);
            if (letter < BEYOND_ASCII) {
                plain.append((char) letter);
            } else if (stays(letter)) {
                plain.append(written(letter));
            }
        }
        return plain.toString();
    }

    private static boolean stays(int letter) {
        int type = Character.getType(letter);
        return type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK && type != Character.FORMAT;
    }

    private static String written(int letter) {
        return switch (letter) {
            case 'đ', 'ð' -> "d";
            case 'ł' -> "l";
            case 'ø' -> "o";
            case 'ħ' -> "h";
            case 'ı' -> "i";
            case 'ß' -> "ss";
            case 'æ' -> "ae";
            case 'œ' -> "oe";
            case 'þ' -> "th";
            default -> Character.toString(letter);
        };
    }

    private static boolean isDense(int letter) {
        return letter >= FIRST_DENSE && isOfDenseScript(letter);
    }

    private static boolean isOfDenseScript(int letter) {
        return switch (Character.UnicodeScript.of(letter)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }
}
