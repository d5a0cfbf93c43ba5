package dev.concierge.testing.vault;

/** An answer of Vault that is no success, with the texts of its {@code errors}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    /** @param error empty for {@code {"errors":[]}} */
    Refusal(int status, String error) {
        super(status + " " + error);
        this.status = status;
        this.error = error;
    }

    /** The one text for a missing, wrong and ended token and for a policy that does not allow the path. */
    static Refusal denied() {
        return new Refusal(403, "1 error occurred:\n\t* permission denied\n\n");
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }
}
