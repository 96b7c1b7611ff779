/** Climbing a ladder: from rows that are due to the next people who are told. */
@NullMarked
package io.kanhu.alerting.escalation;

import org.jspecify.annotations.NullMarked;
