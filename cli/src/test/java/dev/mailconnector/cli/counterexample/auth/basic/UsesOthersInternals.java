package dev.mailconnector.cli.counterexample.auth.basic;

import dev.mailconnector.cli.counterexample.internal.Hidden;

interface UsesOthersInternals extends Hidden {}
