package dev.mailconnector.cli.counterexample;

import org.eclipse.angus.mail.smtp.SMTPTransport;

interface KnowsAngus {
  SMTPTransport transport();
}
