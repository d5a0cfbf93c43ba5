package dev.concierge.server.identity;

/** Something of an imported account cannot be taken. It rolls back what was written of it. Nothing of the value is in it. */
public final class ImportRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String reason;

    /**
     * @param field where it stands in the row, for example {@code grants[0].scopes}
     * @param reason what is wrong and what to do, in words of ours for the operator; never what the file holds
     */
    public ImportRefused(String field, String reason) {
        super(field + ": " + reason, null, false, false);
        this.field = field;
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
