package dev.concierge.server.sync.streams;

/** An item of a page is none. It is kept aside and reported; the rest of its page is stored. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    /** @param why one of our words, such as {@code id_missing}; never anything of the item */
    public MalformedException(String why) {
        this(why, null);
    }

    MalformedException(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        super(why, cause);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
