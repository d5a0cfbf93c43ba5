package dev.concierge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A made-up language whose words are as unevenly used as those of a real one: the second most used half as often as the first, and so on. */
final class IngestWords {
    static final int HOW_MANY = 20_000;

    private static final String[] SYLLABLES = {
        "ka", "lo", "mi", "ten", "ru", "sa", "ve", "nor", "bi", "pel", "du", "gam", "ho", "jen", "fi", "qua", "ster",
        "wo", "xan", "yl", "zu", "cor", "ade", "ob"
    };
    private static final List<String> WORDS = make();

    private IngestWords() {}

    /** @param rank 0 for the most used */
    static String word(int rank) {
        return WORDS.get(rank);
    }

    static String any(RandomGenerator random) {
        return WORDS.get((int) Math.pow(HOW_MANY, random.nextDouble()) - 1);
    }

    /** As many words, with a space between them. */
    static String text(RandomGenerator random, int words) {
        StringBuilder text = new StringBuilder(words * 8);
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(any(random));
        }
        return text.toString();
    }

    /** The most used words are short, as they are everywhere. */
    private static List<String> make() {
        List<String> words = new ArrayList<>(HOW_MANY);
        for (int number = SYLLABLES.length; words.size() < HOW_MANY; number++) {
            StringBuilder word = new StringBuilder();
            for (int rest = number; rest > 0; rest /= SYLLABLES.length) {
                word.append(SYLLABLES[rest % SYLLABLES.length]);
            }
            words.add(word.toString());
        }
        return List.copyOf(words);
    }
}
