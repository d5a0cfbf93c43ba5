package dev.concierge.server.sync.streams;

import java.util.ArrayList;
import java.util.List;

/** Reads lists of mailboxes as header fields have them (RFC 5322 section 3.4), as far as lists of people need it: comments and groups are not taken apart. */
final class Mailboxes {
    private Mailboxes() {}

    /** The name of each, or its address when it has none. */
    static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        boolean quoted = false;
        boolean inAddress = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quoted && c == '\\' && i + 1 < list.length()) {
                one.append(c).append(list.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            inAddress = !quoted && (c == '<' || (inAddress && c != '>'));
            if (c == ',' && !quoted && !inAddress) {
                add(names, one.toString());
                one.setLength(0);
            } else {
                one.append(c);
            }
        }
        add(names, one.toString());
        return names;
    }

    private static void add(List<String> names, String mailbox) {
        int open = mailbox.lastIndexOf('<');
        int close = mailbox.indexOf('>', Math.max(open, 0));
        String name = open < 0 ? mailbox : mailbox.substring(0, open);
        String shown = name.replaceAll("\\\\(.)|\"", "$1").strip();
        if (shown.isEmpty() && open >= 0) {
            shown = mailbox.substring(open + 1, close < 0 ? mailbox.length() : close)
                    .strip();
        }
        if (!shown.isEmpty()) {
            names.add(shown);
        }
    }
}
