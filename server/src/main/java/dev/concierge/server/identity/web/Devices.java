package dev.concierge.server.identity.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** A browser and its system in words, as far as the user agent tells. It is a courtesy to the reader: any client may claim anything. */
public final class Devices {
    /** The first word found decides; browsers built on others come before those. */
    private static final Map<String, String> BROWSERS = ordered(
            "Edg/",
            "Edge",
            "OPR/",
            "Opera",
            "SamsungBrowser",
            "Samsung Internet",
            "Firefox/",
            "Firefox",
            "FxiOS",
            "Firefox",
            "CriOS",
            "Chrome",
            "Chrome/",
            "Chrome",
            "Safari/",
            "Safari",
            "curl/",
            "curl");

    private static final Map<String, String> SYSTEMS = ordered(
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Android",
            "Android",
            "Mac OS X",
            "macOS",
            "Windows",
            "Windows",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    private static final int LONGEST_WORD = 40;

    private Devices() {}

    /** For a reader: {@code Firefox on macOS}. */
    public static String words(String agent) {
        String browser = first(BROWSERS, agent);
        String system = first(SYSTEMS, agent);
        if (browser.isEmpty()) {
            return system.isEmpty() ? "An unknown browser" : "A browser on " + system;
        }
        return system.isEmpty() ? browser : browser + " on " + system;
    }

    /** The program of a user agent, of a fixed list of words: fit for a mail. */
    public static String programWords(String agent) {
        String known = first(BROWSERS, agent);
        return known.isEmpty() ? "A program" : known;
    }

    /** A program that signed somebody in: by the first word of its user agent, foreign text. */
    static String program(String agent) {
        String word = agent.strip().split("\\s", 2)[0];
        return word.isEmpty() ? "A program" : "A program: " + word.substring(0, Math.min(word.length(), LONGEST_WORD));
    }

    private static String first(Map<String, String> words, String agent) {
        return words.entrySet().stream()
                .filter(word -> agent.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> words = new LinkedHashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            words.put(pairs[index], pairs[index + 1]);
        }
        return words;
    }
}
