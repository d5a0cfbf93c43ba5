package dev.concierge.sandbox;

import java.util.concurrent.CountDownLatch;

/** The sandbox as a program. */
public final class Main {
    private static final int USAGE = 64;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            var options = Arguments.parse(arguments, System.getenv("SANDBOX_CONTROL_TOKEN"));
            if (options.isEmpty()) {
                System.out.print(Arguments.HELP);
                return;
            }
            run(options.get());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + " Try --help.");
            System.exit(USAGE);
        } catch (SandboxFailure failure) {
            System.err.println(failure.getMessage());
            System.exit(failure.exitCode());
        }
    }

    /** Runs until the process is told to end. */
    private static void run(SandboxOptions options) throws InterruptedException {
        var sandbox = Sandbox.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
        if (options.controlToken() == null) {
            System.out.println("Control token: " + sandbox.controlToken());
        }
        System.out.println("Sandbox listening on " + sandbox.baseUrl());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
