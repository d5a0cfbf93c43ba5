package dev.concierge.server.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every template gets beside its view: who looks, the menu, the means to write forms, times and addresses of static files.
 *
 * @param person who is signed in; null on public pages
 * @param menu the entries of the rail, in order; empty without a person
 * @param csrf for forms and htmx
 * @param path of the request, without query; picks the current entry
 * @param part whether only a part of the page is made, for htmx
 * @param format times and numbers
 * @param assets addresses of static files
 * @param requestId of this request
 * @param look how this installation calls itself and looks
 */
public record Shell(
        Caller.@Nullable Person person,
        List<MenuEntry> menu,
        Csrf csrf,
        String path,
        boolean part,
        Formatting format,
        Assets assets,
        String requestId,
        Appearance look) {
    public Shell {
        menu = List.copyOf(menu);
    }

    /** In the usual look. */
    public Shell(
            Caller.@Nullable Person person,
            List<MenuEntry> menu,
            Csrf csrf,
            String path,
            boolean part,
            Formatting format,
            Assets assets,
            String requestId) {
        this(person, menu, csrf, path, part, format, assets, requestId, Appearance.USUAL);
    }

    /** Entries of one place. */
    public List<MenuEntry> menu(MenuEntry.Place place) {
        return menu.stream().filter(entry -> entry.place() == place).toList();
    }

    /** How many things need the person, over all entries. */
    public long attention() {
        return menu.stream().mapToLong(MenuEntry::attention).sum();
    }

    /** One or two letters for the round picture of a person. */
    public static String initials(String name) {
        String[] words = name.strip().split("\\s+", -1);
        String first = letter(words[0]);
        return words.length == 1 ? first : first + letter(words[words.length - 1]);
    }

    private static String letter(String word) {
        return word.isEmpty()
                ? ""
                : word.substring(0, word.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }
}
