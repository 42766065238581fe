/**
 * One suite of flows for two kinds of servers: the testkit's, in every build, and a user's own
 * accounts at Microsoft, Google or anywhere, with {@code -Plive}.
 *
 * <p>{@code LiveLogin} is the table of logins and the variables that each needs. {@code
 * TokenFlows}, {@code SmtpFlows} and {@code SendFlows} are the flows; each yields a {@code
 * FlowResult}. {@code LiveSuite} runs them all for one login, {@code LiveReport} writes what came
 * of it, and {@code Redactor} takes out of it what is nobody else's business. {@code SmtpLine} is a
 * bare SMTP client, so that what the servers say is not seen through the library that is looked at.
 */
@NullMarked
package dev.mailconnector.live;

import org.jspecify.annotations.NullMarked;
