package dev.concierge.server.identity.people;

import java.util.Locale;

/** Why a file can be read no further; the message is a sentence for whoever sent it and repeats nothing of the file. */
public final class FileFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FileFaultException(String sentence) {
        super(sentence);
    }

    static FileFaultException at(long line, String what) {
        return new FileFaultException(String.format(Locale.ROOT, "Line %d %s", line, what));
    }
}
