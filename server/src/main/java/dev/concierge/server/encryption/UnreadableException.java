package dev.concierge.server.encryption;

/** A ciphertext that does not open in its place: changed, cut, moved from another row, or under a key we do not have. One error for all. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(Binding binding) {
        super(binding.table() + "." + binding.column() + " of row " + binding.rowId() + " does not open");
    }
}
