package dev.concierge.server.encryption;

/** A store of outer keys did not do what it was asked to. The message is one sentence for the operator, without anything secret. */
public final class KeyStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** It cannot be reached, is sealed or overloaded: the same call may go through later. */
        AWAY,
        /** It was reached and refused; somebody has to change something, here or there. */
        REFUSED,
        /** What it was asked to open does not open there. */
        UNREADABLE
    }

    private final Kind kind;

    public KeyStoreException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The message. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
