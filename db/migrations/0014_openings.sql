CREATE TABLE "openings" (
	"at" timestamp with time zone NOT NULL,
	"person" "bytea" PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "openings_at_index" ON "openings" USING btree ("at");