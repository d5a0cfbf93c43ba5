package dev.concierge.sandbox;

/** The sandbox cannot start. The message is one plain sentence. */
public final class SandboxFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** sysexits: the port is taken. */
    static final int UNAVAILABLE = 69;

    /** sysexits: a file cannot be read or written. */
    static final int INPUT_OUTPUT = 74;

    private final int exitCode;

    SandboxFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the program exits with: 69 for a taken port, 74 for a file. */
    public int exitCode() {
        return exitCode;
    }
}
