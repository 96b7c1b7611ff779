/** Calls for help while the database is away: who is remembered, what is kept until it is back, who is told meanwhile. */
@NullMarked
package io.kanhu.alerting.outage;

import org.jspecify.annotations.NullMarked;
