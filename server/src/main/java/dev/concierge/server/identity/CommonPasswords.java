package dev.concierge.server.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Passwords that guessers try early, without a network: about a thousand common words and the ways people stretch them to a required length.
 * Refused are at most two such words, with fillers ("i", "my", "the") and any digits and signs between and around them, also with letters
 * written as digits ({@code P4ssw0rd}); runs along the alphabet, the digits or a keyboard's rows; and repetitions. Together these are many
 * millions of passwords; three unrelated words are none of them.
 */
@Component
final class CommonPasswords {
    private static final String LIST = "/identity/common-passwords.txt";
    private static final String FILLER = "filler:";
    private static final int MOST_WORDS = 2;
    private static final int LEAST_DISTINCT = 5;
    private static final int SPARE = 4;
    private static final int LONGEST_WORD = 30;
    private static final String[] ROWS = {
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "qwertyuiop",
        "qwertzuiop",
        "azertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "yxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik"
    };

    private final Set<String> words = new HashSet<>();
    private final Set<String> fillers = new HashSet<>();

    CommonPasswords() {
        try (InputStream stream = CommonPasswords.class.getResourceAsStream(LIST)) {
            if (stream == null) {
                throw new IllegalStateException(LIST + " is missing from the program");
            }
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        if (line.startsWith(FILLER)) {
            fillers.addAll(Arrays.asList(line.substring(FILLER.length()).strip().split(" ")));
        } else if (!line.isBlank() && !line.startsWith("#")) {
            words.addAll(Arrays.asList(line.split(" ")));
        }
    }

    /** Whether a guesser would try it early. */
    boolean contains(String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        return lower.codePoints().distinct().count() < LEAST_DISTINCT
                || repeats(lower)
                || runs(lower)
                || madeOfWords(letters(lower))
                || madeOfWords(letters(digitsAsLetters(lower, 'i')))
                || madeOfWords(letters(digitsAsLetters(lower, 'l')));
    }

    private static boolean repeats(String text) {
        for (int period = 1; period <= text.length() / 2; period++) {
            if (text.startsWith(text.substring(0, text.length() - period), period)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all but a few characters lie on runs of three and more along a row, in either direction. */
    private static boolean runs(String text) {
        int covered = 0;
        int start = 0;
        while (start < text.length()) {
            int length = runAt(text, start);
            covered += length >= 3 ? length : 0;
            start += Math.max(length, 1);
        }
        return covered >= text.length() - SPARE && covered >= PasswordRules.LEAST - SPARE;
    }

    private static int runAt(String text, int start) {
        int longest = 0;
        for (String row : ROWS) {
            longest = Math.max(longest, runAt(text, start, row));
            longest = Math.max(
                    longest, runAt(text, start, new StringBuilder(row).reverse().toString()));
        }
        return longest;
    }

    private static int runAt(String text, int start, String row) {
        int end = start + 1;
        while (end <= text.length() && row.contains(text.substring(start, end))) {
            end++;
        }
        return end - 1 - start;
    }

    private static String digitsAsLetters(String text, char one) {
        StringBuilder letters = new StringBuilder(text.length());
        for (int place = 0; place < text.length(); place++) {
            char character = text.charAt(place);
            letters.append(
                    switch (character) {
                        case '0' -> 'o';
                        case '1', '!', '|' -> one;
                        case '3' -> 'e';
                        case '4', '@' -> 'a';
                        case '5', '$' -> 's';
                        case '7' -> 't';
                        default -> character;
                    });
        }
        return letters.toString();
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}]", "");
    }

    /** Whether the letters are one or two words with any number of fillers; a table by place and words used, so that no input makes it slow. */
    private boolean madeOfWords(String letters) {
        int length = letters.length();
        boolean[][] reached = new boolean[length + 1][MOST_WORDS + 1];
        reached[0][0] = true;
        for (int from = 0; from < length; from++) {
            for (int to = from + 1; to <= Math.min(length, from + LONGEST_WORD); to++) {
                String part = letters.substring(from, to);
                boolean word = words.contains(part);
                boolean filler = fillers.contains(part);
                for (int used = 0; used <= MOST_WORDS; used++) {
                    reached[to][used] |= filler && reached[from][used];
                    reached[to][used] |= word && used > 0 && reached[from][used - 1];
                }
            }
        }
        return reached[length][1] || reached[length][MOST_WORDS];
    }
}
