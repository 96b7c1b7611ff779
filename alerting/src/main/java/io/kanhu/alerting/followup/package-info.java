/** What somebody should look into, because the data of the last days say so and no alert does. */
@NullMarked
package io.kanhu.alerting.followup;

import org.jspecify.annotations.NullMarked;
